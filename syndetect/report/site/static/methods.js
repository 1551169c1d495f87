/* Copy a text; without leave to, select it. */
(() => {
  for (const button of document.querySelectorAll("button.copy")) {
    const text = byId(button.dataset.copies);
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      const select = () => {
        getSelection().selectAllChildren(text);
        button.textContent = "Selected: copy with the keyboard";
      };
      if (!navigator.clipboard) return select();
      navigator.clipboard.writeText(text.textContent).then(() => {
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = label; }, 2000);
      }, select);
    });
  }
})();
