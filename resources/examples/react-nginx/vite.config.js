import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Counts what `npm install` brought into the builder stage, so that the page can tell its reader
 * what it left behind. Entries whose name starts with a dot are skipped: npm and Vite keep working
 * files there, and the same sources must give the same page.
 */
function measure(folder) {
  const sum = { files: 0, bytes: 0 };
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) {
      continue;
    }
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const inner = measure(path);
      sum.files += inner.files;
      sum.bytes += inner.bytes;
    } else if (entry.isFile()) {
      sum.files += 1;
      sum.bytes += statSync(path).size;
    }
  }
  return sum;
}

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'build', // the lesson's second stage copies /app/build
  },
  define: {
    __LEFT_BEHIND__: JSON.stringify(measure('node_modules')),
  },
});
