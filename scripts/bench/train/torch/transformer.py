from gpt import Gpt as EncoderDecoder
