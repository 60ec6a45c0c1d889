{{/*
JSON of the entries of RoleConfig. Without the key it is the example's, and only for the example: filled into the values
of another application, its roles would take the place of that application's own.
*/}}
{{- define "cartridge.roles" -}}
{{- include "cartridge.checkKeys" . -}}
{{- if hasKey .Values "RoleConfig" -}}
{{- include "cartridge.checkNames" . -}}
{{- .Values.RoleConfig | toJson -}}
{{- else -}}
{{- include "cartridge.checkExample" . -}}
{{- .Files.Get "files/example-roles.yaml" | fromYamlArray | toJson -}}
{{- end -}}
{{- end -}}

{{- define "cartridge.isExample" -}}
{{- if not (hasKey .Values "RoleConfig") -}}true{{- end -}}
{{- end -}}

{{/* The schema lets every key with R through, so that a misspelt RoleConfig is told as what it is. */}}
{{- define "cartridge.checkKeys" -}}
{{- range $key, $_ := .Values -}}
{{- if and (regexMatch "^[Rr]" $key) (ne $key "RoleConfig") -}}
{{- if regexMatch "^(RoleName|RolesToAssign|ReplicaCount|ReplicaSetCount)$" $key -}}
{{- include "cartridge.refuse" (printf "unknown value %q: it belongs into each entry of RoleConfig" $key) -}}
{{- end -}}
{{- include "cartridge.refuse" (printf "unknown value %q: did you mean RoleConfig? Capital letters count" $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Names that would meet in one Service: seen here, not as an apply error halfway through. */}}
{{- define "cartridge.checkNames" -}}
{{- $seen := dict -}}
{{- range .Values.RoleConfig -}}
{{- if hasKey $seen .RoleName -}}
{{- include "cartridge.refuse" (printf "RoleConfig has two entries with RoleName %q: give each its own name" .RoleName) -}}
{{- end -}}
{{- $_ := set $seen .RoleName true -}}
{{- include "cartridge.checkSizes" . -}}
{{- if eq .RoleName $.Values.ClusterName -}}
{{- include "cartridge.refuse" (printf "RoleName %q is the ClusterName too, and both name a Service: change one of them" .RoleName) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Here and not by a pattern of the schema, as helm would print the pattern instead of what to write. */}}
{{- define "cartridge.checkSizes" -}}
{{- $role := . -}}
{{- if and (hasKey . "DiskSize") (not (regexMatch "^[0-9]+([.][0-9]+)?([EPTGMk]|[EPTGMK]i)?$" .DiskSize)) -}}
{{- include "cartridge.refuse" (printf "DiskSize of role %q is %q: use a size such as 1Gi" .RoleName .DiskSize) -}}
{{- end -}}
{{- range list "CPUallocation" "CPUlimit" -}}
{{- $value := get $role . -}}
{{- if and (hasKey $role .) (kindIs "string" $value) (not (regexMatch "^[0-9]+([.][0-9]+)?m?$" ($value | toString))) -}}
{{- include "cartridge.refuse" (printf "%s of role %q is %q: use a number of CPUs such as 0.25 or 250m" . $role.RoleName $value) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "cartridge.checkExample" -}}
{{- $cure := "Write the whole list RoleConfig into the values, as `helm show values` prints it" -}}
{{- if .Release.IsUpgrade -}}
{{- $cure = printf "%s, or add --reuse-values to keep what is installed" $cure -}}
{{- end -}}
{{- $other := "" -}}
{{- if ne .Values.image.repository "tarantool/tarantool-operator-examples-kv" -}}
{{- $other = printf "image.repository is %q" .Values.image.repository -}}
{{- else if ne .Values.ClusterName "examples-kv-cluster" -}}
{{- $other = printf "ClusterName is %q" .Values.ClusterName -}}
{{- end -}}
{{- with $other -}}
{{- include "cartridge.refuse" (printf "RoleConfig is missing. Only the example application has roles without it, and this is another one: %s. %s" . $cure) -}}
{{- end -}}
{{- with include "cartridge.ownRoles" . -}}
{{- include "cartridge.refuse" (printf "RoleConfig is missing. The roles of the example would take the place of those that are installed: %s. %s" . $cure) -}}
{{- end -}}
{{- end -}}

{{/* Names of this release's Roles in the cluster that were named in RoleConfig, not by the example. `helm template` finds none. */}}
{{- define "cartridge.ownRoles" -}}
{{- $names := list -}}
{{- if and .Release.IsUpgrade (.Capabilities.APIVersions.Has "tarantool.io/v1alpha1/Role") -}}
{{- range (lookup "tarantool.io/v1alpha1" "Role" .Release.Namespace "").items -}}
{{- $annotations := .metadata.annotations | default dict -}}
{{- $isOfRelease := eq (get $annotations "meta.helm.sh/release-name") $.Release.Name -}}
{{- if and $isOfRelease (not (hasKey $annotations "tarantool.io/example-roles")) -}}
{{- $names = append $names .metadata.name -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $names | join ", " -}}
{{- end -}}

{{/* Another ClusterName would be another cluster with empty volumes, under new addresses. */}}
{{- define "cartridge.checkClusterName" -}}
{{- if and .Release.IsUpgrade (.Capabilities.APIVersions.Has "tarantool.io/v1alpha1/Role") -}}
{{- range include "cartridge.roles" . | fromJsonArray -}}
{{- with (lookup "tarantool.io/v1alpha1" "Role" $.Release.Namespace .RoleName).metadata -}}
{{- $installed := get (.labels | default dict) "tarantool.io/cluster-id" | default $.Values.ClusterName -}}
{{- if ne $installed $.Values.ClusterName -}}
{{- include "cartridge.refuse" (printf "ClusterName is %q, but role %q is installed as part of cluster %q, and the name is fixed once installed: set ClusterName to %q" $.Values.ClusterName .name $installed $installed) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* `helm lint` goes on after `fail`, to the name of a template that there is not: what install refuses, lint does too. */}}
{{- define "cartridge.refuse" -}}
{{- fail . -}}
{{- include . . -}}
{{- end -}}
