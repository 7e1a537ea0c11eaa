"""The web process in production. The numbers come from the environment, the habits are here."""

import os

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "3"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 25
# Slow leaks end here, and not all workers at the same moment.
max_requests = 5000
max_requests_jitter = 500
# The container's file system is read-only; this one lives in memory.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
accesslog = None  # the proxy in front has one; ours would hold addresses of persons' pages a second time
