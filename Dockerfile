# copydesk on a slim Python, for an unprivileged user; articles are mounted at /work:
#     docker run --rm -v "$PWD:/work" copydesk check article.txt --lang id
# or, for a newsroom (COPYDESK_DESK_DATABASE names its PostgreSQL, see docs/desk.md):
#     docker run -p 8377:8377 -e COPYDESK_DESK_DATABASE -e COPYDESK_DESK_URL=http://127.0.0.1:8377/health \
#         copydesk desk --host 0.0.0.0 --hostname desk.example.org
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE constraints.txt pytest_copydesk.py ./
COPY qa qa
COPY reports reports
COPY metrics metrics
COPY corpora corpora
COPY examples examples
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /dist .
RUN python -m venv /opt/copydesk
RUN /opt/copydesk/bin/pip install --no-cache-dir --constraint constraints.txt "$(echo /dist/*.whl)[postgresql]"

FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="copydesk" \
      org.opencontainers.image.description="The copy desk for machine-translated news" \
      org.opencontainers.image.licenses="Apache-2.0"
# git answers --changed and --baseline git:REF; what is mounted may belong to another user.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory /work
RUN useradd --create-home --uid 10001 copydesk
COPY --from=build /opt/copydesk /opt/copydesk
# What is counted once is kept in a cache: of no use in a container that is thrown away.
ENV PATH="/opt/copydesk/bin:$PATH" \
    COPYDESK_CACHE=off \
    PYTHONUNBUFFERED=1
USER copydesk
WORKDIR /work
# Where the editors' desk runs (COPYDESK_DESK_URL is its address within the container) it must
# answer; else it is enough that copydesk starts and finds its rules.
HEALTHCHECK --interval=60s --timeout=10s --start-period=20s CMD copydesk rules >/dev/null && { [ -z "$COPYDESK_DESK_URL" ] || python -c 'import os, urllib.request; urllib.request.urlopen(os.environ["COPYDESK_DESK_URL"], timeout=5)'; }
ENTRYPOINT ["copydesk"]
CMD ["--help"]
