"""Tests of the phone lab, all driven by the real Twilio client."""
