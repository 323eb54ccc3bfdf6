// How the console is built: hashed assets beside gzip copies of themselves, and a hub behind the development server.
import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const worthPacking = /\.(js|css|svg|html)$/;

function packed(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) packed(path);
    else if (worthPacking.test(name)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

function gzipCopies(): Plugin {
  let folder = 'dist';
  return {
    name: 'gzip-copies',
    apply: 'build',
    configResolved: (config) => void (folder = config.build.outDir),
    closeBundle: () => packed(folder),
  };
}

const hub = process.env.LIENTHONG_HUB ?? 'http://127.0.0.1:8090';

export default defineConfig({
  plugins: [react(), gzipCopies()],
  server: { proxy: { '/api': { target: hub } }, fs: { allow: ['..'] } }, // a test reads words from the hub's source
  build: { target: 'es2021', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
