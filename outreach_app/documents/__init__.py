"""Printed matter: visit lists, leaflets, summaries, the recovery sheet."""
