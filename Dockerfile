FROM python:3.11.14-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/crossdock \
    HOST=0.0.0.0 \
    PORT=8000

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt \
    && useradd --no-log-init --no-create-home --uid 10001 crossdock \
    && install --directory --mode=0700 --owner=crossdock "$VAR_DIR"
COPY . .
# Else every process would compile what it loads, one for each file that is uploaded too.
RUN python -m compileall -q crossdock project

USER 10001
VOLUME /var/lib/crossdock
EXPOSE 8000
STOPSIGNAL SIGTERM

# A process of the Procfile by its name, for example: docker run --init IMAGE web
ENTRYPOINT ["/bin/sh", "-c", "eval \"exec $(sed -n \"s/^$1: //p\" Procfile)\"", "start"]
CMD ["web"]
