"""The pages of direct admissions, for those who ask and for wards."""
