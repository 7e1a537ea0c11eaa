"""What the frame around every page shows."""


def shell(request):
    return {"shell": None}
