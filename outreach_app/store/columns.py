from outreach_app.sync.columns import decode_operations, encode_operations

__all__ = ["decode_operations", "encode_operations"]
