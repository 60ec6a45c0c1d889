{{/* JSON of the Cartridge roles, as 0.0.x wrote it: a list, or one name. */}}
{{- define "cartridge.rolesToAssign" -}}
{{ .RolesToAssign | toJson }}
{{- end -}}

{{- define "cartridge.replicasetTemplate" -}}
{{ .RoleName }}-template
{{- end -}}

{{- define "cartridge.podTemplate" -}}
{{ .RoleName }}-pod-template
{{- end -}}

{{/* The arena is MiB, so is the limit; the reserve keeps Lua from being killed when the arena is full. */}}
{{- define "cartridge.memory" -}}
{{ add (.role.MemtxMemoryMB | default 256 | int64) (.reserve | int64) }}Mi
{{- end -}}

{{- define "cartridge.resources" -}}
requests:
  cpu: {{ .role.CPUallocation | default 0.25 | toString | quote }}
  memory: {{ include "cartridge.memory" . | quote }}
limits:
  {{- with .role.CPUlimit }}
  cpu: {{ . | toString | quote }}
  {{- end }}
  memory: {{ include "cartridge.memory" . | quote }}
{{- end -}}

{{/* Names that would meet in one Service: seen here, not as an apply error halfway through. */}}
{{- define "cartridge.checkNames" -}}
{{- $seen := dict -}}
{{- range .Values.RoleConfig -}}
{{- if hasKey $seen .RoleName -}}
{{- fail (printf "RoleConfig has two entries with RoleName %q: give each its own name" .RoleName) -}}
{{- end -}}
{{- $_ := set $seen .RoleName true -}}
{{- if eq .RoleName $.Values.ClusterName -}}
{{- fail (printf "RoleName %q is the ClusterName too, and both name a Service: change one of them" .RoleName) -}}
{{- end -}}
{{- end -}}
{{- end -}}
