# keyclaims without torch: a wheel is built in one stage and installed in a slim one.
#   docker build -t keyclaims .
#   docker build -t keyclaims --build-arg BAKE_MODELS="zh-en ko-en" .     # models inside the image
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY bot bot
COPY models models
COPY samples samples
RUN python -m venv /opt/keyclaims \
 && /opt/keyclaims/bin/pip install --no-cache-dir --requirement requirements.lock \
 && /opt/keyclaims/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin keyclaims \
 && mkdir /data && chown keyclaims /data
COPY --from=build /opt/keyclaims /opt/keyclaims
ENV PATH=/opt/keyclaims/bin:$PATH \
    KEYCLAIMS_DATA_DIR=/data \
    KEYCLAIMS_SERVE_LISTEN=0.0.0.0:8700 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
# By number, so that a cluster can see that it is not root.
USER 10001
ARG BAKE_MODELS=""
RUN for model in $BAKE_MODELS; do keyclaims models pull "$model" || exit 1; done
VOLUME /data
EXPOSE 8700
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8700/healthz', timeout=4)"]
ENTRYPOINT ["keyclaims"]
CMD ["bot"]
