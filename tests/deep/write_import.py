"""A process that writes one checked import: says "ready", waits for a line, writes. It is there to be killed."""

import sys

import django


def main(county_id: int, batch_id: int) -> None:
    from django.utils import timezone

    from organizations.models import Account, ImportBatch
    from organizations.services import import_writing
    from organizations.tenancy.context import tenant

    with tenant(county_id):
        batch = ImportBatch.objects.select_related("uploaded_by__account").get(pk=batch_id)
        by = Account.objects.get(pk=batch.uploaded_by.account_id)
    print("ready", flush=True)  # noqa: T201  the test waits for it
    sys.stdin.readline()
    now = timezone.now()
    with tenant(county_id):
        import_writing.write(
            batch=batch, good_rows_only=False, confirmed=True, by=by, on=timezone.localdate(now), now=now
        )
    print("written", flush=True)  # noqa: T201


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
