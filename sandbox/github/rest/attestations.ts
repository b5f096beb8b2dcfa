import type { Attestation } from '../state/attestation.ts';
import type { Repository } from '../state/repository.ts';
import { type Handlers, ok } from './call.ts';

/** The names that GitHub has for the usual predicates; any other is the predicate's own type. */
const beginnings: Readonly<Record<string, readonly string[]>> = {
  provenance: ['https://slsa.dev/provenance/'],
  sbom: ['https://spdx.dev/Document', 'https://cyclonedx.org/bom'],
  release: ['https://in-toto.io/attestation/release/'],
};

function presentAttestation(repository: Repository, { digest, predicateType }: Attestation) {
  const [algorithm = '', value = ''] = digest.split(':');
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'subject', digest: { [algorithm]: value } }],
    predicateType,
    predicate: {},
  };
  return {
    bundle: {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {},
      dsseEnvelope: {
        payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [],
      },
    },
    repository_id: repository.id,
    initiator: 'github-actions',
  };
}

/** What was attested. Signatures are none: nobody here verifies them. */
export const attestationHandlers: Handlers<'repos'> = {
  listAttestations: ({ repository, args }) => {
    const wanted = args.predicate_type;
    const types = wanted === undefined ? [''] : (beginnings[wanted] ?? [wanted]);
    const found = repository.attestations.filter(
      ({ digest, predicateType }) =>
        digest === args.subject_digest && types.some((type) => predicateType.startsWith(type)),
    );
    return ok({ attestations: found.slice(0, args.per_page ?? 30).map((one) => presentAttestation(repository, one)) });
  },
};
