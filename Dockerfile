# One image for web, worker, beat, dispatcher and migrations; docker-compose.yml says which is which.
FROM python:3.13.5-slim-bookworm AS packages
COPY requirements/run.txt /tmp/run.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/run.txt

FROM python:3.13.5-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUTF8=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    EVIDENCE_ROOT=/srv/evidence
RUN groupadd --system --gid 10001 campaign \
    && useradd --system --uid 10001 --gid campaign --no-create-home --shell /usr/sbin/nologin campaign \
    && install -d -o campaign -g campaign -m 0700 /srv/evidence
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Settings of their own, without database and secrets: nothing secret gets into a layer.
RUN python -m config.starter messages \
    && DJANGO_SETTINGS_MODULE=config.settings.collect python manage.py collectstatic --no-input
USER campaign
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--config", "deploy/gunicorn.conf.py"]
