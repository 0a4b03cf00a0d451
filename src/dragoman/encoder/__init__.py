"""The trained model and the way to run it. The only package that imports onnxruntime."""

from dragoman.encoder.model import FOLDER, SOURCE, TARGET, Card, Encoder, load_encoder

__all__ = ["FOLDER", "SOURCE", "TARGET", "Card", "Encoder", "load_encoder"]
