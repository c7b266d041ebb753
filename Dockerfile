FROM node:24-bookworm-slim AS build
ENV NPM_CONFIG_AUDIT=false NPM_CONFIG_FUND=false NPM_CONFIG_UPDATE_NOTIFIER=false
WORKDIR /src
COPY package.json package-lock.json ./
# No install scripts: the pinned "node" package's would fetch a second Node, and this image is the Node of that major.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="azureml-fe-mock" \
  org.opencontainers.image.description="The Azure Machine Learning Kubernetes router, azureml-fe, for tests" \
  org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
COPY bin ./bin
COPY package.json LICENSE ./
RUN ln -s /app/bin/azureml-fe-mock.js /usr/local/bin/azureml-fe-mock \
  # Named volumes take over the owner of the folder they are mounted on.
  && mkdir /secrets /state /trust \
  && chown node:node /secrets /state /trust \
  && chmod 700 /secrets /state
USER node
# Every port is above 1023, so that no capability is needed; docker-compose.yml moves them to 443, 80 and 53.
EXPOSE 8443/tcp 8080/tcp 8055/tcp 8053/tcp 8053/udp
HEALTHCHECK --interval=5s --timeout=4s --start-period=10s --retries=3 \
  CMD ["azureml-fe-mock", "health", "--control-url", "http://127.0.0.1:8055"]
ENTRYPOINT ["azureml-fe-mock"]
# /tmp is the one folder that stays writable under "docker run --read-only --tmpfs /tmp". The CA is then new with every
# container; "--state /state" on a named volume keeps it.
CMD ["start", "--host", "0.0.0.0", "--control-host", "0.0.0.0", "--state", "/tmp/azureml-fe-mock"]
