"""The component library on one page, for staff."""

from django.shortcuts import render

from organizations.pages import may


@may("organizations.view_styleguide")
def styleguide(request):
    return render(request, "organizations/styleguide.html", {})
