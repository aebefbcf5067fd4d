"""The components, as tags every template knows."""

from django import template

register = template.Library()
