"""What a kill, a full disk or a read-only medium may and may not do."""
