# by-name-bot serve, for whoever runs containers. docs/container.md says how.
FROM node:24.21.0-trixie-slim AS build
WORKDIR /build
# Dependencies first, so that they are installed again only when they change. No script of one is run.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --workspaces=false
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts --workspaces=false

FROM node:24.21.0-trixie-slim
LABEL org.opencontainers.image.source="https://github.com/by-name-bot/by-name-bot" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 BY_NAME_DATA=/data/database
WORKDIR /app
COPY package.json app.yml LICENSE NOTICE.md ./
COPY docs docs
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
RUN install -d -m 0700 -o node -g node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://localhost:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["serve"]
