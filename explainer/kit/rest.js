// A page at rest asks for no frames. No module: it stands in the page before Gradio's scripts, one of which
// keeps the browser's function for the next frame as it finds it.

(() => {
  // Gradio's first loader counts the seconds of its wait, and goes on once it has left the page: sixty times a
  // second for as long as that is open. Nobody sees what it counts.
  const COUNTS = /performance\.now\(\)\s*-.*\/\s*1e3\b.*&&/;
  const frame = window.requestAnimationFrame;
  window.requestAnimationFrame = (callback) => {
    if (!COUNTS.test(String(callback))) return frame(callback);
    window.requestAnimationFrame = frame; // Gradio keeps this one, everybody else has the browser's again
    return 0;
  };
})();
