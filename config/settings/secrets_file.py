"""The trial's own secrets: made once, kept beside its data, never in the repository."""

import base64
import json
import os
import secrets
from pathlib import Path


def trial_secrets(file: Path) -> dict[str, str]:
    try:
        return json.loads(file.read_text())
    except FileNotFoundError:
        pass
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = {
        "secret_key": secrets.token_urlsafe(50),
        "field_key": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        json.dump(fresh, handle)
    try:
        os.link(draft, file)  # never over an existing file: web and worker may both be here first
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return json.loads(file.read_text())
