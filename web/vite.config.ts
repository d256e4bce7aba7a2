import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";
import { trimZod } from "./trim-zod.ts";

export default defineConfig(({ mode }) => {
	const root = new URL(".", import.meta.url).pathname;
	const origin = loadEnv(mode, root, "CARE_")["CARE_ORIGIN"] ?? "http://127.0.0.1:8787";
	const toWorker = { target: origin, changeOrigin: false };
	return {
		root,
		plugins: [react(), tailwindcss(), trimZod()],
		build: {
			outDir: "../dist/web",
			emptyOutDir: true,
			// the first browsers with light-dark(): tokens.css is written in it
			target: ["chrome123", "firefox121", "safari17.5"],
			// a data: URL would be refused by the content security policy
			assetsInlineLimit: 0,
			modulePreload: false,
		},
		server: {
			proxy: {
				"/api": { ...toWorker, ws: true },
				"/webhooks": toWorker,
				"/model": toWorker,
				"/healthz": toWorker,
				"/readyz": toWorker,
				"/version": toWorker,
			},
		},
	};
});
