# The strict fakes on fixed ports, and the reference gateway: docker run --rm -p 4000:4000 -p 4010:4010 watertight
# Options are flags (docker run watertight serve --level observe) or variables (-e WATERTIGHT_LEVEL=observe).

# All stages are any image with Node: the first two need npm and a shell, the last neither.
ARG NODE_IMAGE=node:24-slim
ARG RUNTIME_IMAGE=${NODE_IMAGE}

# What it runs with changes seldom, and taking away what only the build needs takes longer than this.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=peer --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY contracts contracts
COPY fakes fakes
COPY scenarios scenarios
COPY src src
RUN npm run build

FROM ${RUNTIME_IMAGE}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="watertight" \
      org.opencontainers.image.description="Strict fake LLM providers, and contract tests for gateways" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=dependencies /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY contracts contracts
COPY scenarios scenarios
COPY package.json README.md LICENSE ./

# Nothing is written below /: docker run --read-only works; a journal needs a volume.
USER 10001:10001
ENV NODE_ENV=production \
    WATERTIGHT_HOST=0.0.0.0 \
    WATERTIGHT_CONTROL_PORT=4000 \
    WATERTIGHT_PROVIDER="openai=4010 azure-openai=4011 codex=4012"
EXPOSE 4000 4010 4011 4012
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s CMD ["node", "/app/dist/src/cli/health.js"]
ENTRYPOINT ["node", "/app/dist/src/cli/main.js"]
CMD ["serve"]
