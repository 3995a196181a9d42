"""Widgets: meaningful signals out, one render_state in."""
