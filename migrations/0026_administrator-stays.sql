-- The last administrator who can sign in stays, by whatever statement they would go. AFTER, and behind one lock, so that
-- of several who go at the same time each is looked at with what the others have done: the look is a statement of its own
-- with a snapshot of its own, and the lock is held until what was done can be seen. An account that is being deleted counts
-- for nobody, even when it was opened again meanwhile.
CREATE FUNCTION "refuse_last_administrator"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
DECLARE
	was_one boolean;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('administrators', 0));
	IF TG_TABLE_NAME = 'users' THEN
		was_one := EXISTS (SELECT FROM "user_roles" r WHERE r."user_id" = OLD."id" AND r."role_name" = 'admin');
	ELSE
		was_one := EXISTS (SELECT FROM "users" u
			WHERE u."id" = OLD."user_id" AND u."disabled_at" IS NULL AND u."verified_at" IS NOT NULL);
	END IF;
	IF was_one AND NOT EXISTS (
		SELECT FROM "user_roles" r JOIN "users" u ON u."id" = r."user_id"
		WHERE r."role_name" = 'admin' AND u."disabled_at" IS NULL AND u."verified_at" IS NOT NULL
			AND NOT EXISTS (SELECT FROM "erasures" e
				WHERE e."contact_id" = u."id" AND e."scope" = 'account' AND e."status" = 'running')
	) THEN
		RAISE EXCEPTION 'this is the last administrator' USING ERRCODE = 'CA001';
	END IF;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "user_roles_keep_an_administrator" AFTER UPDATE OR DELETE ON "user_roles"
	FOR EACH ROW WHEN (OLD."role_name" = 'admin') EXECUTE FUNCTION "refuse_last_administrator"();
--> statement-breakpoint
CREATE TRIGGER "users_keep_an_administrator" AFTER UPDATE OF "disabled_at", "verified_at" ON "users"
	FOR EACH ROW WHEN (OLD."disabled_at" IS NULL AND OLD."verified_at" IS NOT NULL
		AND (NEW."disabled_at" IS NOT NULL OR NEW."verified_at" IS NULL))
	EXECUTE FUNCTION "refuse_last_administrator"();
