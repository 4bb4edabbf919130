// Your own functions next to ours: npx ringfence bench micro --file my-bench.js
export const over = "texts";
export const hasLink = (text) => /https?:|[a-z0-9-]+\.[a-z]{2,}/i.test(text);
export const saysBank = (text) => text.includes("银行");
