interface ErrorDetail {
  readonly resource?: string;
  readonly field?: string;
  readonly code?: string;
  readonly message?: string;
}

/** A refusal as GitHub sends it: status, message, and the details of a 422. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly (ErrorDetail | string)[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    message: string,
    errors?: readonly (ErrorDetail | string)[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

export const notFound = (message = 'Not Found'): ApiError => new ApiError(404, message);

/** 422 with the reason in `errors`, as most of GitHub's validations answer. */
export const validationFailed = (...errors: ErrorDetail[]): ApiError => new ApiError(422, 'Validation Failed', errors);

/** What an installation hears whose App lacks the permission. */
export const notAccessible = (accepted?: string): ApiError =>
  new ApiError(
    403,
    'Resource not accessible by integration',
    undefined,
    accepted === undefined ? {} : { 'X-Accepted-GitHub-Permissions': accepted },
  );
