from tests.registry.page import Page

PAGES = [
    Page("campaigns:campaigns", "campaigns.view_campaign"),
]
