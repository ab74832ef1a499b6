"""Layout, components, form fields and formats; knows no capability."""
