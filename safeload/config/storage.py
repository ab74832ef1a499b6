"""Static files under hashed names, the imports inside our scripts included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites ``import … from "./x.js"`` too; Django does not by default."""

    support_js_module_import_aggregation = True
