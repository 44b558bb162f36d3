"""A MarianMT network small enough to train on a CPU, and the few tricks that make that quick.

Comes in: a vocabulary size, batches of ids. Goes out: a loss with gradients, an averaged checkpoint in the files of
an OPUS-MT repository. The forward and backward pass run in bfloat16 (AMX on recent CPUs); the weights that Adam
moves, and their running average, are one flat float32 vector. Dropout reads a ready pool of masks, because drawing
random numbers costs a CPU more than the small matrix products do.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn
from transformers import MarianConfig, MarianMTModel

WIDTH, HEADS, FEED = 192, 4, 256
ENCODER_LAYERS, DECODER_LAYERS = 3, 2
DROPOUT = 0.15  # without it the model of 2.8 million weights knows the 5,300 sentences by heart within half an hour
SMOOTHING = 0.1
GUIDED = 2  # heads of each decoder layer that are shown where to look
BRANCH = 0.3  # what each sublayer adds at first: less keeps post-norm layers steady (Liu et al. 2020)
HIDDEN = 0.1  # share of the pieces before it that the decoder does not see: it has to look at the source (word dropout)
NEVER = -100.0  # bias of ids the target side cannot produce: far below any score, well inside float16
POOL = 1 << 22


def new_model(vocabulary: int) -> MarianMTModel:
    """Return a fresh MarianMT model laid out as OPUS-MT checkpoints are (post-norm, swish, tied embeddings)."""
    config = MarianConfig(
        vocab_size=vocabulary,
        d_model=WIDTH,
        encoder_layers=ENCODER_LAYERS,
        decoder_layers=DECODER_LAYERS,
        encoder_attention_heads=HEADS,
        decoder_attention_heads=HEADS,
        encoder_ffn_dim=FEED,
        decoder_ffn_dim=FEED,
        activation_function="swish",
        scale_embedding=True,
        max_position_embeddings=512,
        static_position_embeddings=True,
        normalize_before=False,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        bos_token_id=0,
        eos_token_id=0,
        forced_eos_token_id=0,
        pad_token_id=vocabulary - 1,
        decoder_start_token_id=vocabulary - 1,
        bad_words_ids=[[vocabulary - 1]],
        init_std=0.07,
        dropout=0.0,  # dropout is done by hooks while training
        attn_implementation="eager",  # quicker than the fused kernel for sentences this short
    )
    return MarianMTModel(config)


def seed(model: MarianMTModel, table: torch.Tensor) -> None:
    """Start from the word alignment: a source piece lies where its translations lie, and what the cross attention
    sees passes through. ``table`` (targets x sources) holds the chances that a source id is translated so."""
    targets = len(table)
    with torch.no_grad():
        weight = model.model.shared.weight
        likely = torch.where(table > 0.02, table, 0.0)
        mixed = likely.T @ weight[:targets]
        mixed = mixed / mixed.norm(dim=1, keepdim=True).clamp(min=1e-6) * weight.norm(dim=1).mean()
        known = (likely.sum(0) > 0) & (torch.arange(len(weight)) >= targets)
        weight[known] = 0.9 * mixed[known] + 0.4 * weight[known]
        for name, module in model.named_modules():
            if name.endswith((".out_proj", ".fc2")):
                module.weight.mul_(BRANCH)
        for layer in model.model.decoder.layers:
            for part in (layer.encoder_attn.v_proj, layer.encoder_attn.out_proj):
                part.weight.mul_(BRANCH).add_(torch.eye(WIDTH) * 0.8)


class MaskPool:
    """Dropout without drawing: a forward hook that multiplies by a random stretch of one prepared mask."""

    def __init__(self, rate: float, generator: torch.Generator, device: str) -> None:
        self.generator = generator
        self.mask = ((torch.rand(POOL, generator=generator) >= rate) / (1 - rate)).to(device, torch.bfloat16)

    def __call__(self, module: nn.Module, inputs: tuple, output):
        first = output[0] if isinstance(output, tuple) else output
        if not module.training:
            return output
        size = first.numel()
        start = int(torch.randint(0, POOL - size, (1,), generator=self.generator))
        dropped = first * self.mask[start : start + size].view_as(first)
        return (dropped, *output[1:]) if isinstance(output, tuple) else dropped


def add_dropout(model: MarianMTModel, pool: MaskPool) -> None:
    """Put dropout after every sublayer and after the embeddings."""
    for name, module in model.named_modules():
        if name.endswith((".out_proj", ".fc2", "embed_tokens")):
            module.register_forward_hook(pool)


class Flat:
    """The weights of a model as one float32 vector with its average, beside the bfloat16 copy that does the work."""

    def __init__(self, model: MarianMTModel) -> None:
        self.model = model
        self.shapes = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self.master = nn.Parameter(torch.cat([p.detach().float().flatten() for p in self.shapes]))
        self.average = self.master.detach().clone()
        model.to(torch.bfloat16)
        self.work = self.master.detach().bfloat16()
        self.gradient = torch.zeros_like(self.work)
        offset = 0
        for parameter in self.shapes:
            end = offset + parameter.numel()
            parameter.data = self.work[offset:end].view_as(parameter)
            parameter.grad = self.gradient[offset:end].view_as(parameter)
            offset = end

    def step(self, optimizer: torch.optim.Optimizer, decay: float) -> None:
        """Move the weights by the gradient gathered, then clear it; ``decay`` is that of the average."""
        self.master.grad = self.gradient.float()
        nn.utils.clip_grad_norm_([self.master], 1.0)
        optimizer.step()
        with torch.no_grad():
            self.average.lerp_(self.master, 1 - decay)
            self.work.copy_(self.master)
            self.gradient.zero_()

    def state(self) -> dict[str, torch.Tensor]:
        return {"master": self.master.data, "average": self.average}

    def restore(self, state: dict[str, torch.Tensor]) -> None:
        """Go on from a ``state`` saved before."""
        self.master.data.copy_(state["master"])
        self.average.copy_(state["average"])
        self.work.copy_(self.master.data)

    def averaged(self, vocabulary: int) -> MarianMTModel:
        """Return a float32 model holding the averaged weights."""
        model = new_model(vocabulary)
        offset = 0
        with torch.no_grad():
            for parameter in (p for p in model.parameters() if p.requires_grad):
                end = offset + parameter.numel()
                parameter.copy_(self.average[offset:end].view_as(parameter))
                offset = end
        return model.eval()


def loss(
    model: MarianMTModel,
    source: torch.Tensor,
    target: torch.Tensor,
    pad: int,
    targets: int,
    guide: torch.Tensor | None = None,
    hidden: float = 0.0,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Cross entropy summed over the target ids of a batch; both tensors are padded (sentences x length).

    ``hidden`` of the decoder's input ids are shown as ``<unk>``. The second sum is how far the first GUIDED heads of
    the cross attention are from ``guide`` (zero without one).
    """
    before = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], dim=1)
    if hidden:
        before = torch.where((torch.rand(before.shape, device=before.device) < hidden) & (before != pad), 1, before)
    output = model.model(
        input_ids=source,
        attention_mask=(source != pad).long(),
        decoder_input_ids=before,
        use_cache=False,
        output_attentions=guide is not None,
    )
    real = target != pad
    scores = nn.functional.linear(output.last_hidden_state[real], model.lm_head.weight[:targets])
    words = nn.functional.cross_entropy(scores.float(), target[real], label_smoothing=SMOOTHING, reduction="sum")
    if guide is None:
        return words, torch.zeros(())
    looks = [layer[:, :GUIDED].mean(1).float() for layer in output.cross_attentions]
    return words, -sum((guide * torch.log(look + 1e-4)).sum() for look in looks) / len(looks)


def save(model: MarianMTModel, folder: Path, targets: int, languages: tuple[str, str]) -> None:
    """Write the checkpoint beside the pieces already in ``folder``: float16 weights, read back as float32."""
    model.final_logits_bias[:, targets:] = NEVER
    model.final_logits_bias[:, 1] = NEVER  # <unk>
    config = model.config.to_dict() | {
        "architectures": ["MarianMTModel"],
        "dtype": "float32",
        "dropout": DROPOUT,
        "use_cache": True,
    }
    config = {key: value for key, value in config.items() if not key.startswith("_")}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    model.generation_config.save_pretrained(folder)
    state = {
        name: value
        for name, value in model.state_dict().items()
        if name not in ("lm_head.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight")
        and "embed_positions" not in name
    }
    save_file(
        {name: value.to(torch.float16).contiguous() for name, value in state.items()},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    (folder / "model.safetensors").chmod(0o644)
    tokenizer = {
        "source_lang": languages[0],
        "target_lang": languages[1],
        "model_max_length": 512,
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "separate_vocabs": False,
        "tokenizer_class": "MarianTokenizer",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer, indent=2) + "\n", encoding="utf-8")
