"""COMET and its family, with torch or without.

Four kinds of model, all of them an encoder (XLM-R) with a small network on top:

- regression with a reference: Rei et al. 2020, aclanthology.org/2020.emnlp-main.213, and 2022,
  aclanthology.org/2022.wmt-1.52 (`wmt22-comet-da`);
- without one: `wmt20-comet-qe-da`, and CometKiwi, Rei et al. 2022, aclanthology.org/2022.wmt-1.60;
- UniTE, Wan et al. 2022, aclanthology.org/2022.acl-long.558: one model, with or without reference;
- XCOMET, Guerreiro et al. 2024, doi:10.1162/tacl_a_00683: UniTE that also says which words are
  wrong, and how badly.

`find` says where a model is, `checkpoint` reads it with unbabel-comet (the extra
`copydesk[comet]`), `export` writes it as ONNX, `onnx` reads that without torch. What a model is
given, and what is made of its answers, is written once, for both: `layout`, `judge`, `tags`.
"""
