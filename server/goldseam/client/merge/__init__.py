"""Three-way merging, the same bytes out as in the browser (docs/merging.md). Pure."""
