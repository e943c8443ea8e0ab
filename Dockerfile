# One image for web, worker and beat; docker-compose.yml says which is which. No secret is built in.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements requirements
COPY package.json package-lock.json .npmrc ./
COPY crm_project/bootstrap.py crm_project/bootstrap.py
COPY locale locale
RUN python -I crm_project/bootstrap.py demo \
 && python -m venv /venv \
 && .venv/bin/uv pip install --quiet --python /venv/bin/python --require-hashes --compile-bytecode -r requirements/base.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 \
    CRM_ENV=production CRM_DATA_DIR=/data CRM_STATIC_ROOT=/app/collected
RUN useradd --system --uid 10001 --home-dir /data crm && install -d -o crm -g crm -m 700 /data
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
COPY --from=build /src/static/vendor static/vendor
COPY --from=build /src/locale locale
# The key lives for this one command; collecting files signs nothing.
RUN CRM_FIELD_KEYS="$(python -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())')" \
    CRM_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" CRM_HOSTS=build \
    DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build \
    python manage.py collectstatic --no-input --verbosity 0 \
 && python -m compileall -q accounts analytics crm_project marketing sales service
USER crm
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "crm_project.probe"]
CMD ["gunicorn", "--config", "python:crm_project.gunicorn_settings", "crm_project.wsgi:application"]
