"""From a file or a paste to a document of blocks: what was kept, what was left out and why."""
