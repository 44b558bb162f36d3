"use strict";
(() => {
  const lit = [];
  const clear = () => { while (lit.length) lit.pop().classList.remove("lit"); };
  const light = (element) => { if (element) { element.classList.add("lit"); lit.push(element); } };
  const onScreen = (box) => box.top >= 0 && box.bottom <= innerHeight;
  for (const claim of document.querySelectorAll("a.claim")) {
    claim.addEventListener("click", () => {
      clear();
      const sides = ["t", "o"].map((side) => document.getElementById(side + claim.dataset.n)).filter(Boolean);
      sides.forEach(light);
      requestAnimationFrame(() => {
        const hidden = sides.find((side) => side.offsetParent && !onScreen(side.getBoundingClientRect()));
        if (hidden) hidden.scrollIntoView({ block: "center" });
      });
    });
  }
  for (const figure of document.querySelectorAll(".fig")) {
    const twins = () => document.querySelectorAll(`.fig[data-f="${figure.dataset.f}"]`);
    figure.addEventListener("pointerenter", () => { clear(); twins().forEach(light); });
    figure.addEventListener("pointerleave", clear);
    figure.addEventListener("click", () => { clear(); twins().forEach(light); });
  }
})();
