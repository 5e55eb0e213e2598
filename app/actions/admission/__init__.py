"""Direktinläggning: proposed, asked of wards in turn, accepted, on its way, in a ward."""
