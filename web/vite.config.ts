import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";
import { trimZod } from "./trim-zod.ts";

/** Builds of their own: nothing of them may weigh on the chat page's first load. */
const PAGES_OF_MODE: Readonly<Record<string, readonly string[]>> = {
	account: ["account", "mailbox", "api-docs"],
	app: ["app"],
};

export default defineConfig(({ command, mode }) => {
	const root = new URL(".", import.meta.url).pathname;
	const origin = loadEnv(mode, root, "CARE_")["CARE_ORIGIN"] ?? "http://127.0.0.1:8787";
	const pages = PAGES_OF_MODE[mode];
	const isChatBuild = command === "build" && pages === undefined;
	const toWorker = { target: origin, changeOrigin: false };
	return {
		root,
		resolve: { alias: isChatBuild ? { zod: `${root}light-zod.ts` } : {} },
		plugins: [react(), tailwindcss(), trimZod(), pagesByName(["account", "mailbox", "api-docs", "app"])],
		build: {
			outDir: "../dist/web",
			emptyOutDir: pages === undefined,
			...(pages === undefined
				? {}
				: { rolldownOptions: { input: pages.map((page) => `${root}${page}.html`) } }),
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

/** The development server answers `/account` with account.html, and all below `/app` with app.html, as the product does. */
function pagesByName(names: readonly string[]): Plugin {
	return {
		name: "pages-by-name",
		configureServer: (server) => {
			server.middlewares.use((request, _response, next) => {
				const [path = "", query] = (request.url ?? "").split("?");
				const name = path.startsWith("/app/") && !path.includes(".") ? "app" : path.slice(1);
				if (names.includes(name)) request.url = `/${name}.html${query === undefined ? "" : `?${query}`}`;
				next();
			});
		},
	};
}
