"""What the page of a working group shows."""

from organizations.models import WorkingGroup


def working_group_page(group: WorkingGroup) -> dict:
    """The group with its members by post, the units it looks after and the groups below it."""
    members = group.members.select_related("person", "person__unit", "unit")
    posts = list(group.members.model.Post.values)
    return {
        "group": group,
        "members": sorted(members, key=lambda row: (posts.index(row.post), row.order, row.pk)),
        "areas": [row.unit for row in group.areas.select_related("unit").order_by("unit__order")],
        "below": list(group.children.order_by("order", "name")),
    }
