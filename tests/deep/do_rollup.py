"""A worker's hand for the jobs of one county's roll-up, one after the other until none is left. It is there to be killed."""

import sys

import django


def main(county_id: int) -> None:
    from organizations import tasks
    from organizations.models import OutboxJob
    from organizations.tenancy.context import tenant

    kinds = ("freeze_rollup", "score_rollup", "rank_rollup")
    print("ready", flush=True)  # noqa: T201  the test waits for it
    sys.stdin.readline()
    while True:
        with tenant(county_id):
            job = (
                OutboxJob.objects.filter(kind__in=kinds, state="pending")
                .order_by("pk")
                .values_list("pk", flat=True)
                .first()
            )
        if job is None:
            return
        tasks.run_heavy_job(county_id, job)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
