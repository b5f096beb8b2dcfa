# The image of production: what runs, nothing of tests, sandbox and development. Store and queue are others' (DATABASE_URL, REDIS_URL).
# Its Node is the one of package.json's devDependency `node`. `npm run play-dockerfile` plays it where there is no container engine.
FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
RUN mkdir data

# Nothing runs while this stage is made: it holds the base image and what is copied here, all of it root's.
FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
# 1000 is the base image's user `node`, by number: Kubernetes' runAsNonRoot judges numbers only.
COPY --from=dependencies --chown=1000:1000 /app/data /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE slipway.yml ./
COPY playbooks ./playbooks
COPY src ./src
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself, not npm: it gets the signals by which Slipway stops gracefully.
CMD ["node", "src/main.ts"]
