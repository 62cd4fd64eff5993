-- What the API keeps, in what SQLite and PostgreSQL both understand. Tables and columns are named as the resources of the API are and their
-- fields; truths are 1 or 0, moments are texts (RFC 3339, milliseconds, Z), structured values are their JSON. ${id} is a key that the
-- database invents and never gives twice: a key of a device that is gone must not open the next one.

-- Whoever can hold a key: a user, an application, a device. Outlives them.
CREATE TABLE "actor" ("id" ${id}, "created_at" TEXT NOT NULL);

-- What the API needs of itself, such as the secret that signs tokens: every instance over one database has the same.
CREATE TABLE "setting" ("id" ${id}, "name" TEXT NOT NULL UNIQUE, "value" TEXT NOT NULL);

CREATE TABLE "api_key" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "is_of__actor" BIGINT NOT NULL REFERENCES "actor" ("id"),
  "key_hash" TEXT NOT NULL UNIQUE,
  "name" TEXT, "description" TEXT, "expiry_date" TEXT);

CREATE TABLE "user" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "actor" BIGINT NOT NULL UNIQUE REFERENCES "actor" ("id"),
  "username" TEXT NOT NULL UNIQUE, "email" TEXT,
  "password_hash" TEXT NOT NULL);

CREATE TABLE "organization" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "name" TEXT NOT NULL, "handle" TEXT NOT NULL UNIQUE);

CREATE TABLE "organization_membership" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "user" BIGINT NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE,
  "is_member_of__organization" BIGINT NOT NULL REFERENCES "organization" ("id") ON DELETE CASCADE,
  UNIQUE ("user", "is_member_of__organization"));

CREATE TABLE "cpu_architecture" ("id" ${id}, "slug" TEXT NOT NULL UNIQUE);

CREATE TABLE "device_type" (
  "id" ${id}, "slug" TEXT NOT NULL UNIQUE, "name" TEXT NOT NULL,
  "is_of__cpu_architecture" BIGINT NOT NULL REFERENCES "cpu_architecture" ("id"));

-- A slug by which devices call their type. The type's own slug is one, too.
CREATE TABLE "device_type_alias" (
  "id" ${id}, "is_referenced_by__alias" TEXT NOT NULL UNIQUE,
  "references__device_type" BIGINT NOT NULL REFERENCES "device_type" ("id") ON DELETE CASCADE);

CREATE TABLE "application_type" (
  "id" ${id}, "name" TEXT NOT NULL, "slug" TEXT NOT NULL UNIQUE,
  "supports_web_url" INTEGER NOT NULL DEFAULT 1, "supports_multicontainer" INTEGER NOT NULL DEFAULT 1,
  "is_legacy" INTEGER NOT NULL DEFAULT 0);

-- should_be_running__release names no foreign key: both tables would have to be there before the other.
CREATE TABLE "application" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "actor" BIGINT NOT NULL UNIQUE REFERENCES "actor" ("id"),
  "uuid" TEXT NOT NULL UNIQUE, "app_name" TEXT NOT NULL, "slug" TEXT NOT NULL UNIQUE,
  "organization" BIGINT NOT NULL REFERENCES "organization" ("id"),
  "application_type" BIGINT NOT NULL REFERENCES "application_type" ("id"),
  "is_for__device_type" BIGINT NOT NULL REFERENCES "device_type" ("id"),
  "should_be_running__release" BIGINT,
  "should_track_latest_release" INTEGER NOT NULL DEFAULT 1,
  "is_of__class" TEXT NOT NULL DEFAULT 'fleet',
  "is_host" INTEGER NOT NULL DEFAULT 0, "is_archived" INTEGER NOT NULL DEFAULT 0, "is_public" INTEGER NOT NULL DEFAULT 0);
CREATE INDEX "application_organization" ON "application" ("organization");

CREATE TABLE "release" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "belongs_to__application" BIGINT NOT NULL REFERENCES "application" ("id") ON DELETE CASCADE,
  "is_created_by__user" BIGINT REFERENCES "user" ("id") ON DELETE SET NULL,
  "commit" TEXT NOT NULL, "composition" TEXT NOT NULL, "status" TEXT NOT NULL, "source" TEXT,
  "start_timestamp" TEXT NOT NULL, "end_timestamp" TEXT, "update_timestamp" TEXT, "build_log" TEXT,
  "release_version" TEXT, "contract" TEXT, "note" TEXT,
  "is_final" INTEGER NOT NULL DEFAULT 1, "is_invalidated" INTEGER NOT NULL DEFAULT 0);
CREATE INDEX "release_commit" ON "release" ("belongs_to__application", "commit");

CREATE TABLE "service" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "application" BIGINT NOT NULL REFERENCES "application" ("id") ON DELETE CASCADE,
  "service_name" TEXT NOT NULL,
  UNIQUE ("application", "service_name"));

CREATE TABLE "image" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "is_a_build_of__service" BIGINT NOT NULL REFERENCES "service" ("id") ON DELETE CASCADE,
  "is_stored_at__image_location" TEXT NOT NULL UNIQUE,
  "content_hash" TEXT, "image_size" BIGINT, "status" TEXT NOT NULL,
  "start_timestamp" TEXT NOT NULL, "push_timestamp" TEXT, "end_timestamp" TEXT,
  "dockerfile" TEXT, "project_type" TEXT, "error_message" TEXT, "build_log" TEXT, "contract" TEXT);
CREATE INDEX "image_service" ON "image" ("is_a_build_of__service");

CREATE TABLE "release_image" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "is_part_of__release" BIGINT NOT NULL REFERENCES "release" ("id") ON DELETE CASCADE,
  "image" BIGINT NOT NULL REFERENCES "image" ("id") ON DELETE CASCADE,
  UNIQUE ("is_part_of__release", "image"));
CREATE INDEX "release_image_image" ON "release_image" ("image");

-- The columns from heartbeat on are what the API itself notes of a device; the resource tells what follows from them.
CREATE TABLE "device" (
  "id" ${id}, "created_at" TEXT NOT NULL, "modified_at" TEXT NOT NULL,
  "actor" BIGINT NOT NULL UNIQUE REFERENCES "actor" ("id"),
  "uuid" TEXT NOT NULL UNIQUE, "device_name" TEXT NOT NULL, "note" TEXT,
  "is_of__device_type" BIGINT NOT NULL REFERENCES "device_type" ("id"),
  "belongs_to__application" BIGINT NOT NULL REFERENCES "application" ("id") ON DELETE CASCADE,
  "belongs_to__user" BIGINT REFERENCES "user" ("id") ON DELETE SET NULL,
  "is_pinned_on__release" BIGINT REFERENCES "release" ("id"),
  "is_running__release" BIGINT REFERENCES "release" ("id") ON DELETE SET NULL,
  "is_active" INTEGER NOT NULL DEFAULT 1, "is_frozen" INTEGER NOT NULL DEFAULT 0, "is_web_accessible" INTEGER NOT NULL DEFAULT 0,
  "status" TEXT, "update_status" TEXT, "last_update_status_event" TEXT, "download_progress" INTEGER,
  "os_version" TEXT, "os_variant" TEXT, "supervisor_version" TEXT,
  "provisioning_progress" INTEGER, "provisioning_state" TEXT,
  "ip_address" TEXT, "mac_address" TEXT, "public_address" TEXT, "api_port" INTEGER, "api_secret" TEXT,
  "memory_usage" BIGINT, "memory_total" BIGINT,
  "storage_block_device" TEXT, "storage_usage" BIGINT, "storage_total" BIGINT,
  "cpu_usage" INTEGER, "cpu_temp" INTEGER, "cpu_id" TEXT, "is_undervolted" INTEGER NOT NULL DEFAULT 0,
  "is_connected_to_vpn" INTEGER NOT NULL DEFAULT 0, "last_vpn_event" TEXT,
  "latitude" TEXT, "longitude" TEXT, "custom_latitude" TEXT, "custom_longitude" TEXT, "location" TEXT,
  "last_connectivity_event" TEXT, "online_until" TEXT, "timeout_until" TEXT, "metrics_at" TEXT);
CREATE INDEX "device_application" ON "device" ("belongs_to__application");

CREATE TABLE "service_install" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "device" BIGINT NOT NULL REFERENCES "device" ("id") ON DELETE CASCADE,
  "installs__service" BIGINT NOT NULL REFERENCES "service" ("id") ON DELETE CASCADE,
  UNIQUE ("device", "installs__service"));
CREATE INDEX "service_install_service" ON "service_install" ("installs__service");

CREATE TABLE "image_install" (
  "id" ${id}, "install_date" TEXT NOT NULL,
  "device" BIGINT NOT NULL REFERENCES "device" ("id") ON DELETE CASCADE,
  "installs__image" BIGINT NOT NULL REFERENCES "image" ("id") ON DELETE CASCADE,
  "is_provided_by__release" BIGINT NOT NULL REFERENCES "release" ("id") ON DELETE CASCADE,
  "status" TEXT NOT NULL, "download_progress" INTEGER, "reported_at" TEXT NOT NULL,
  UNIQUE ("device", "installs__image"));
CREATE INDEX "image_install_image" ON "image_install" ("installs__image");

CREATE TABLE "application_config_variable" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "application" BIGINT NOT NULL REFERENCES "application" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("application", "name"));
CREATE TABLE "application_environment_variable" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "application" BIGINT NOT NULL REFERENCES "application" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("application", "name"));
CREATE TABLE "device_config_variable" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "device" BIGINT NOT NULL REFERENCES "device" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("device", "name"));
CREATE TABLE "device_environment_variable" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "device" BIGINT NOT NULL REFERENCES "device" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("device", "name"));
CREATE TABLE "service_environment_variable" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "service" BIGINT NOT NULL REFERENCES "service" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("service", "name"));
CREATE TABLE "device_service_environment_variable" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "service_install" BIGINT NOT NULL REFERENCES "service_install" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("service_install", "name"));
CREATE TABLE "image_environment_variable" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "release_image" BIGINT NOT NULL REFERENCES "release_image" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("release_image", "name"));
CREATE TABLE "service_label" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "service" BIGINT NOT NULL REFERENCES "service" ("id") ON DELETE CASCADE,
  "label_name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("service", "label_name"));
CREATE TABLE "image_label" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "release_image" BIGINT NOT NULL REFERENCES "release_image" ("id") ON DELETE CASCADE,
  "label_name" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("release_image", "label_name"));
CREATE TABLE "application_tag" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "application" BIGINT NOT NULL REFERENCES "application" ("id") ON DELETE CASCADE,
  "tag_key" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("application", "tag_key"));
CREATE TABLE "device_tag" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "device" BIGINT NOT NULL REFERENCES "device" ("id") ON DELETE CASCADE,
  "tag_key" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("device", "tag_key"));
CREATE TABLE "release_tag" (
  "id" ${id}, "created_at" TEXT NOT NULL,
  "release" BIGINT NOT NULL REFERENCES "release" ("id") ON DELETE CASCADE,
  "tag_key" TEXT NOT NULL, "value" TEXT NOT NULL, UNIQUE ("release", "tag_key"));

INSERT INTO "application_type" ("name", "slug") VALUES ('Microservices', 'microservices');
INSERT INTO "cpu_architecture" ("slug") VALUES ('rpi'), ('armv7hf'), ('aarch64'), ('amd64');
INSERT INTO "device_type" ("slug", "name", "is_of__cpu_architecture")
SELECT t."slug", t."name", a."id" FROM "cpu_architecture" a JOIN (
  SELECT 'raspberry-pi' AS "slug", 'Raspberry Pi (v1 / Zero / Zero W)' AS "name", 'rpi' AS "architecture"
  UNION ALL SELECT 'raspberry-pi2', 'Raspberry Pi 2', 'armv7hf'
  UNION ALL SELECT 'raspberrypi3', 'Raspberry Pi 3', 'armv7hf'
  UNION ALL SELECT 'raspberrypi3-64', 'Raspberry Pi 3 (using 64bit OS)', 'aarch64'
  UNION ALL SELECT 'raspberrypi4-64', 'Raspberry Pi 4 (using 64bit OS)', 'aarch64'
  UNION ALL SELECT 'generic-aarch64', 'Generic AARCH64', 'aarch64'
  UNION ALL SELECT 'generic-amd64', 'Generic x86_64', 'amd64') t ON t."architecture" = a."slug";
INSERT INTO "device_type_alias" ("is_referenced_by__alias", "references__device_type") SELECT "slug", "id" FROM "device_type";
