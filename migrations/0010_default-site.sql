-- The site that is always there. Null columns stand for what the deployment is configured with.
INSERT INTO "sites" ("id", "key", "created_at", "updated_at")
	VALUES ('00000000-0000-7000-8000-000000000001', 'default', now(), now());
