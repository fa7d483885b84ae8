// One step in a report's page, and the seconds until the frame after it is drawn: 0 waits for the page itself, counted
// from the beginning of its loading, the others filter it. Past the last step the answer is null.
async (step) => {
  const frame = () => new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done, 0));
  });
  const [kind, search] = ["kind", "search"].map((id) => document.getElementById(id));
  const box = document.querySelector("#tools input[name=severity]");
  const write = (field, value, name) => () => {
    field.value = value;
    field.dispatchEvent(new Event(name, { bubbles: true }));
  };
  const steps = [
    () => {},
    () => box.click(),
    () => box.click(),
    write(kind, kind.options[1].value, "change"),
    write(kind, "", "change"),
    write(search, "changed", "input"),
    write(search, "", "input"),
  ];
  if (step >= steps.length) {
    return null;
  }
  const begun = step === 0 ? 0 : performance.now();
  steps[step]();
  await frame();
  return (performance.now() - begun) / 1000;
}
