ALTER TABLE "conversations" ADD COLUMN "status" text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "assignee_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "priority" text DEFAULT 'normal' NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "waiting_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "snoozed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "desk" jsonb;--> statement-breakpoint
CREATE INDEX "conversations_by_assignee" ON "conversations" USING btree ("assignee_id","last_activity_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "conversations"."assignee_id" is not null;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_status" CHECK ("conversations"."status" in ('open', 'snoozed', 'resolved'));--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_priority" CHECK ("conversations"."priority" in ('low', 'normal', 'high', 'urgent'));