import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";
import { trimZod } from "./trim-zod.ts";

export default defineConfig(({ mode }) => {
	const root = new URL(".", import.meta.url).pathname;
	const origin = loadEnv(mode, root, "CARE_")["CARE_ORIGIN"] ?? "http://127.0.0.1:8787";
	// a build of its own: nothing of it may weigh on the chat page's first load
	const isAccount = mode === "account";
	const toWorker = { target: origin, changeOrigin: false };
	return {
		root,
		plugins: [react(), tailwindcss(), trimZod(), pagesByName(["account", "mailbox"])],
		build: {
			outDir: "../dist/web",
			emptyOutDir: !isAccount,
			...(isAccount ? { rolldownOptions: { input: [`${root}account.html`, `${root}mailbox.html`] } } : {}),
			// the first browsers with light-dark(): tokens.css is written in it
			target: ["chrome123", "firefox121", "safari17.5"],
			// a data: URL would be refused by the content security policy
			assetsInlineLimit: 0,
			// what lazy parts share with the page comes with it, not after it
			modulePreload: {
				polyfill: false,
				resolveDependencies: (_file, needed, { hostType }) => (hostType === "html" ? needed : []),
			},
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

/** The development server answers `/account` with account.html, as the asset servers of all profiles do. */
function pagesByName(names: readonly string[]): Plugin {
	return {
		name: "pages-by-name",
		configureServer: (server) => {
			server.middlewares.use((request, _response, next) => {
				const [path = "", query] = (request.url ?? "").split("?");
				if (names.includes(path.slice(1)))
					request.url = `${path}.html${query === undefined ? "" : `?${query}`}`;
				next();
			});
		},
	};
}
