{{/* Whether there are settings of Kafka's clients beside the brokers' addresses, as files. */}}
{{- define "llamaline.hasKafkaSettings" -}}
{{- if or .Values.kafka.settings .Values.strimzi.user.enabled }}yes{{ end -}}
{{- end -}}

{{/* Files with settings, in the order of their weight. */}}
{{- define "llamaline.settingsFiles" -}}
{{- $files := list -}}
{{- if include "llamaline.hasKafkaSettings" . -}}
{{- $files = append $files "/etc/llamaline/settings/kafka.properties" -}}
{{- end -}}
{{- if .Values.kafka.secret.name -}}
{{- $files = append $files (printf "/etc/llamaline/secret/%s" .Values.kafka.secret.settingsKey) -}}
{{- end -}}
{{- join "," $files -}}
{{- end -}}

{{- define "llamaline.kafkaMounts" -}}
{{- if include "llamaline.hasKafkaSettings" . }}
- {name: kafka-settings, mountPath: /etc/llamaline/settings, readOnly: true}
{{- end }}
{{- if .Values.kafka.secret.name }}
- {name: kafka-secret, mountPath: /etc/llamaline/secret, readOnly: true}
{{- end }}
{{- if .Values.strimzi.user.enabled }}
- {name: kafka-user, mountPath: /etc/llamaline/user, readOnly: true}
- {name: kafka-brokers, mountPath: /etc/llamaline/brokers, readOnly: true}
{{- end }}
{{- end -}}

{{- define "llamaline.kafkaVolumes" -}}
{{- if include "llamaline.hasKafkaSettings" . }}
- name: kafka-settings
  configMap:
    name: {{ include "llamaline.name" . }}-kafka
{{- end }}
{{- if .Values.kafka.secret.name }}
- name: kafka-secret
  secret:
    secretName: {{ .Values.kafka.secret.name }}
    defaultMode: 0440
{{- end }}
{{- if .Values.strimzi.user.enabled }}
- name: kafka-user
  secret:
    secretName: {{ include "llamaline.name" . }}
    defaultMode: 0440
- name: kafka-brokers
  secret:
    secretName: {{ .Values.strimzi.cluster }}-cluster-ca-cert
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- end -}}

{{/*
What Strimzi's user needs, by the files that Strimzi keeps: Kafka's clients read them themselves, through their own provider of settings
from folders. The backslashes keep ${...} for Kafka; without them it would be an expression of the services' own settings.
*/}}
{{- define "llamaline.strimziSettings" -}}
kafka.config.providers=files
kafka.config.providers.files.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider
kafka.config.providers.files.param.allowed.paths=/etc/llamaline
kafka.ssl.truststore.type=PEM
kafka.ssl.truststore.certificates=\\${files:/etc/llamaline/brokers:ca.crt}
{{- if eq .Values.strimzi.user.authentication "tls" }}
kafka.security.protocol=SSL
kafka.ssl.keystore.type=PEM
kafka.ssl.keystore.key=\\${files:/etc/llamaline/user:user.key}
kafka.ssl.keystore.certificate.chain=\\${files:/etc/llamaline/user:user.crt}
{{- else }}
kafka.security.protocol=SASL_SSL
kafka.sasl.mechanism=SCRAM-SHA-512
kafka.sasl.jaas.config=\\${files:/etc/llamaline/user:sasl.jaas.config}
{{- end }}
{{- end -}}
